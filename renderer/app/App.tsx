import { MantineProvider } from '@mantine/core'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { HostBridge } from '../../shared/contract/host.ts'
import type { Bridge } from '../bridge.ts'
import { IntakeProvider } from '../features/intake/context.tsx'
import type { Intake } from '../features/intake/store.ts'
import { useChoices } from '../state/choices.ts'
import { type Language, type ThemeChoice, usePreferences } from '../state/preferences.ts'
import { TextProvider } from '../text/context.tsx'
import { theme } from '../ui/theme.ts'
import { CommandProvider } from './commands.tsx'
import { BridgeProvider } from './console.tsx'
import type { Dispatcher } from './dispatcher.ts'
import { ErrorFence } from './ErrorFence.tsx'
import { HostProvider } from './host.tsx'
import { keymapOf } from './keymap.ts'
import { Shell } from './Shell.tsx'

export interface AppProps {
  readonly bridge: Bridge
  readonly queries: QueryClient
  readonly dispatcher: Dispatcher
  readonly intake: Intake
  readonly host: HostBridge | null
  readonly speak: (language: Language) => Promise<void>
  readonly report: (id: string, fault: unknown) => void
}

export function App({ bridge, queries, dispatcher, intake, host, speak, report }: AppProps) {
  const language = usePreferences((state) => state.language)
  const density = usePreferences((state) => state.density)
  const choices = useChoices()
  const commands = useMemo(() => ({ dispatcher, keymap: keymapOf(choices) }), [dispatcher, choices])
  const colours = useColours(usePreferences((state) => state.theme))
  useEffect(() => void speak(language), [language, speak])
  useEffect(() => {
    document.documentElement.dataset['density'] = density
  }, [density])
  return (
    <MantineProvider theme={theme} forceColorScheme={colours} withCssVariables={false} withGlobalClasses={false}>
      <ErrorFence report={report} newId={() => crypto.randomUUID().slice(0, 8)}>
        <QueryClientProvider client={queries}>
          <TextProvider>
            <BridgeProvider value={bridge}>
              <CommandProvider value={commands}>
                <IntakeProvider value={intake}>
                  <HostProvider value={host}>
                    <Shell keymap={commands.keymap} report={report} />
                  </HostProvider>
                </IntakeProvider>
              </CommandProvider>
            </BridgeProvider>
          </TextProvider>
        </QueryClientProvider>
      </ErrorFence>
    </MantineProvider>
  )
}

const darkMachine = matchMedia('(prefers-color-scheme: dark)')

function useColours(choice: ThemeChoice): 'light' | 'dark' {
  const dark = useSyncExternalStore(
    (changed) => {
      darkMachine.addEventListener('change', changed)
      return () => darkMachine.removeEventListener('change', changed)
    },
    () => darkMachine.matches,
  )
  return choice === 'system' ? (dark ? 'dark' : 'light') : choice
}
