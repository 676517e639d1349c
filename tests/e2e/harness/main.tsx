import { createRoot } from 'react-dom/client'
import '../../../renderer/styles.ts'
import { startConsole } from '../../../renderer/app/start.tsx'
import { fakeChannel } from './fake-core.ts'
import { sceneNamed, sceneNames } from './scenes.ts'

const asked = new URLSearchParams(location.search).get('scene')
const scene = sceneNamed(sceneNames.find((name) => name === asked) ?? 'normal')
const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root element')
createRoot(root).render(await startConsole(fakeChannel(scene)))
