import type { ReactElement } from 'react'
import { createBridge } from '../bridge.ts'
import { startIntake } from '../features/intake/start.ts'
import { createQueries, followConsole } from '../state/console.ts'
import { timeKeeper } from '../state/now.ts'
import { usePreferences } from '../state/preferences.ts'
import { useView } from '../state/view.ts'
import { startText } from '../text/index.ts'
import type { OpenChannel } from '../transport.ts'
import { adoptTheme } from '../ui/theme.ts'
import { App } from './App.tsx'
import { createDispatcher, type Dispatcher } from './dispatcher.ts'
import { isPressable, takesText } from './focus.ts'
import { defaultKeymap, type Keymap } from './keys.ts'

const keymap: Keymap = defaultKeymap

/** Everything a window needs, put together once; `open` is the way to the core. */
export async function startConsole(open: OpenChannel): Promise<ReactElement> {
  adoptTheme(document)
  const speak = await startText(usePreferences.getState().language)
  const bridge = createBridge({
    open,
    nowMs: timeKeeper.nowMs,
    wait: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
    random: Math.random,
  })
  const queries = createQueries()
  const intake = startIntake(bridge, queries)
  const dispatcher = createDispatcher({
    keymap: () => keymap,
    screen: () => useView.getState().screen,
    takesText,
    isPressable,
  })
  listen(dispatcher)
  void followConsole(bridge, queries)
  return (
    <App
      bridge={bridge}
      queries={queries}
      dispatcher={dispatcher}
      keymap={keymap}
      intake={intake}
      speak={speak}
      report={(id, fault) => reportError(new Error(`fault ${id}`, { cause: fault }))}
    />
  )
}

/** The window's keys. Composition is followed here too, since some engines send its keys without marking them. */
function listen(dispatcher: Dispatcher): void {
  addEventListener('keydown', dispatcher.handle)
  addEventListener('compositionstart', dispatcher.compositionStarted)
  addEventListener('compositionend', dispatcher.compositionEnded)
  addEventListener('focusout', dispatcher.compositionEnded)
}
