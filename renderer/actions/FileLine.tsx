import { useQuery } from '@tanstack/react-query'
import type { Case } from '../../shared/case/model.ts'
import { useBridge } from '../app/console.tsx'
import { asRefusal } from '../state/execute.ts'
import { useNotice } from '../state/notice.ts'
import { useText } from '../text/context.tsx'
import { Icon } from '../ui/icons.tsx'
import classes from './FileLine.module.css'
import { saveFile } from './saveFile.ts'

interface FileLineProps {
  readonly caseId: string
  readonly file: Case['attachments'][number]
}

/** Where a file is; read again with every change of its case, once for all its files. */
function useFilePlace(id: string, hash: string): 'here' | 'waiting' | 'away' {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: ['cases', 'files', id],
    queryFn: ({ signal }) => bridge.client.attachments.places({ case: id }, { signal }),
  })
  return data?.[hash] ?? 'here'
}

/** One file of a case; pressed, it is opened by the core and handed to the browser as a download. */
export function FileLine({ caseId, file }: FileLineProps) {
  const { t, naming } = useText()
  const bridge = useBridge()
  const say = useNotice((state) => state.say)
  const place = useFilePlace(caseId, file.hash)
  const name = file.name ?? t('intake.erased')
  const open = async () => {
    const answer = await bridge.client.attachments.open({ case: caseId, hash: file.hash })
    if (answer.found) saveFile(name, await answer.content.arrayBuffer())
    else say(naming.refusal(asRefusal(answer.refusal)))
  }
  return (
    <li className={classes['file']}>
      <Icon name="file" size={14} />
      <button type="button" aria-label={t('case.download', { name })} onClick={() => void open()}>
        {name}
      </button>
      <small>{t('case.bytes', { n: Math.max(1, Math.round(file.bytes / 1024)) })}</small>
      {place === 'here' ? null : <small>{t(`case.file.${place}`)}</small>}
    </li>
  )
}
