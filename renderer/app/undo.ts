import { asRefusal } from '../state/execute.ts'
import { useNotice } from '../state/notice.ts'
import { timeKeeper } from '../state/now.ts'
import { useText } from '../text/context.tsx'
import { useCommand } from './commands.tsx'
import { useBridge } from './console.tsx'
import { takesText } from './focus.ts'

/**
 * Ctrl+Z takes the last command back, whole bulks too, for as long as the kernel lets it. In a text field the key belongs to the
 * text. Source: details.md `undo`.
 */
export function useUndo(): void {
  const { t, naming } = useText()
  const bridge = useBridge()
  const say = useNotice((state) => state.say)
  const takeBack = async (items: readonly { readonly case: string; readonly of: string }[]) => {
    const { answers } = await bridge.client.cases.executeAll({
      items: items.map(({ case: id, of }) => ({
        commandId: crypto.randomUUID(),
        case: id,
        command: { type: 'undo', of },
      })),
    })
    const refused = answers.flatMap((answer) => (answer.saved ? [] : answer.refusals.slice(0, 1)))
    const [first] = refused
    const left = { n: answers.length - refused.length, m: refused.length }
    say(first === undefined ? t('undo.done') : t('undo.part', { ...left, why: naming.refusal(asRefusal(first)) }))
  }
  useCommand('act.undo', () => {
    const { undo } = useNotice.getState()
    if (undo === null || undo.untilMs < timeKeeper.nowMs() || takesText(document.activeElement)) return false
    useNotice.setState({ undo: null })
    void takeBack(undo.items)
    return true
  })
}
