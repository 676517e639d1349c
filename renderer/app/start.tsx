import type { ReactElement } from 'react'
import { type Bridge, createBridge } from '../bridge.ts'
import { startIntake } from '../features/intake/start.ts'
import { followChoices, useChoices } from '../state/choices.ts'
import { createQueries, followConsole } from '../state/console.ts'
import { lock } from '../state/lock.ts'
import { timeKeeper } from '../state/now.ts'
import { usePreferences } from '../state/preferences.ts'
import { useSession } from '../state/session.ts'
import { followSurroundings, type Machine } from '../state/surroundings.ts'
import { useView } from '../state/view.ts'
import { startText } from '../text/index.ts'
import type { OpenChannel } from '../transport.ts'
import { chime } from '../ui/chime.ts'
import { adoptTheme } from '../ui/theme.ts'
import { App } from './App.tsx'
import { followCalls, takeCall } from './calls.ts'
import { createDispatcher, type Dispatcher } from './dispatcher.ts'
import { isPressable, takesText } from './focus.ts'
import { followHost, hostOf } from './host.tsx'
import { followIdle } from './idle.ts'
import { keymapOf } from './keymap.ts'

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
  const host = hostOf(window)
  const dispatcher = createDispatcher({
    keymap: () => keymapOf(useChoices.getState()),
    screen: () => useView.getState().screen,
    takesText,
    isPressable,
    isBarred: () => useSession.getState().session?.state !== 'open',
  })
  listen(dispatcher)
  followChoices(bridge, reportError)
  void followConsole(bridge, queries)
  bridge
    .whenOpen()
    .then(() => followSurroundings(bridge, navigator as Machine))
    .catch(reportError)
  void followCalls(bridge, (call) => {
    takeCall(intake, call)
    if (usePreferences.getState().ring === 'on') chime()
  })
  followHost(host, dispatcher)
  lockWhenIdle(bridge)
  return (
    <App
      bridge={bridge}
      queries={queries}
      dispatcher={dispatcher}
      intake={intake}
      host={host}
      speak={speak}
      report={(id, fault) => reportError(new Error(`fault ${id}`, { cause: fault }))}
    />
  )
}

function lockWhenIdle(bridge: Bridge): void {
  followIdle({
    target: window,
    others: new BroadcastChannel('redress-touched'),
    wallMs: Date.now,
    monoMs: () => performance.now(),
    after: (run, delayMs) => void setTimeout(run, delayMs),
    limitMs: () => Number(usePreferences.getState().lockAfter) * 60_000,
    onIdle: () => void lock(bridge).catch(reportError),
  })
}

/** The window's keys. Composition is followed here too, since some engines send its keys without marking them. */
function listen(dispatcher: Dispatcher): void {
  addEventListener('keydown', dispatcher.handle)
  addEventListener('compositionstart', dispatcher.compositionStarted)
  addEventListener('compositionend', dispatcher.compositionEnded)
  addEventListener('focusout', dispatcher.compositionEnded)
}
