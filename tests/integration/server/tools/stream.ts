/** A live stream as a console reads it. */
export interface Stream {
  readonly next: () => Promise<string>
  readonly close: () => void
}

/** Opens the stream of heads; `next` gives the data of the next event. */
export async function openStream(url: string, token: string): Promise<Stream> {
  const abort = new AbortController()
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(`${url}/v1/sync/live`, { headers, signal: abort.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (response.status !== 200 || !reader) throw new Error(`live: ${response.status}`)
  let text = ''
  return {
    next: async () => {
      while (!text.includes('\n\n')) {
        const { value, done } = await reader.read()
        if (done) throw new Error('the stream ended')
        text += value
      }
      const at = text.indexOf('\n\n')
      const block = text.slice(0, at)
      text = text.slice(at + 2)
      return (
        block
          .split('\n')
          .find((line) => line.startsWith('data: '))
          ?.slice(6) ?? ''
      )
    },
    close: () => abort.abort(),
  }
}

export async function nextHeads(stream: Stream): Promise<Readonly<Record<string, number>>> {
  return (JSON.parse(await stream.next()) as { heads: Record<string, number> }).heads
}
