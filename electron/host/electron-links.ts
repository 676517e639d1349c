import type { App } from 'electron'

const scheme = 'redress:'

/** The link among the arguments of a start; everything else of them is passed over. */
const linkIn = (args: readonly string[]): string | undefined => args.find((arg) => arg.toLowerCase().startsWith(scheme))

/** The arguments of a start without the link the operating system put among them. */
export const withoutLink = (args: readonly string[]): readonly string[] => {
  const link = linkIn(args)
  return args.filter((arg) => arg !== link && arg !== '--')
}

/**
 * Follows `redress://` links from the start on: those of this start, of a second one, and of macOS, which sends them as
 * events, also before `ready`. Until `follow` is called they wait.
 */
export function catchLinks(
  app: App,
  args: readonly string[],
): { readonly follow: (take: (link: string) => void) => void } {
  const first = linkIn(args)
  const waiting: string[] = first === undefined ? [] : [first]
  let take: (link: string) => void = (link) => void waiting.push(link)
  // Outside an installed program the scheme would lead to Electron itself, without our files.
  if (app.isPackaged) app.setAsDefaultProtocolClient('redress')
  app.on('open-url', (event, link) => {
    event.preventDefault()
    take(link)
  })
  app.on('second-instance', (_event, given) => {
    const link = linkIn(given)
    if (link !== undefined) take(link)
  })
  return {
    follow: (taker) => {
      take = taker
      for (const link of waiting.splice(0)) take(link)
    },
  }
}
