import { createRoot } from 'react-dom/client'
import '../../../renderer/styles.ts'
import { startConsole } from '../../../renderer/app/start.tsx'
import { createFakeCore } from './fake-core.ts'
import { sceneNamed, sceneNames } from './scenes.ts'

const asked = new URLSearchParams(location.search).get('scene')
const core = createFakeCore(sceneNamed(sceneNames.find((name) => name === asked) ?? 'normal'))
const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root element')

/** What a test may do to the world outside the page, and see of it. */
Object.assign(globalThis, {
  harness: {
    cut: core.cut,
    join: core.join,
    executed: core.executed,
    commands: core.commands,
    kept: core.kept,
    ring: core.ring,
    warn: core.warn,
    lookUpTakes: core.lookUpTakes,
    withdrawTemplate: core.withdrawTemplate,
  },
})

createRoot(root).render(await startConsole(core.open))
