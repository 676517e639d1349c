import './styles.ts'
import { createRoot } from 'react-dom/client'
import { startConsole } from './app/start.tsx'
import { channelFor } from './transport.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root element')

createRoot(root).render(await startConsole(channelFor(window)))
