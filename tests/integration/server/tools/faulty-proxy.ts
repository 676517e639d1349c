import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** What goes wrong on the way; may be changed while connections are open. */
export interface Faults {
  /** Each piece arrives this much later, one way. */
  latencyMs: number
  /** Bytes of each direction that get through in a second. */
  bytesPerSecond: number
  /** A connection is cut after so many bytes, both directions together. */
  cutAfter: number
  /** Share of pieces that are lost: they come a retransmission later, and one in ten takes its connection with it. */
  loss: number
  /** Nothing arrives and nothing is said: a cable pulled. */
  silent: boolean
}

const noFaults: Readonly<Faults> = {
  latencyMs: 0,
  bytesPerSecond: Number.POSITIVE_INFINITY,
  cutAfter: Number.POSITIVE_INFINITY,
  loss: 0,
  silent: false,
}

export interface FaultyProxy {
  readonly url: string
  readonly faults: Faults
  /** Bytes that went through so far, both directions. */
  readonly carried: () => number
  /** Connections opened so far. */
  readonly opened: () => number
  readonly close: () => Promise<void>
}

const pieceBytes = 512
const retransmissionMs = 200

/** Numbers from 0 to 1 in an order that is the same in every run. */
function createDice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return state / 2 ** 31
  }
}

interface Line {
  /** Bytes until it is cut. */
  left: number
  readonly cut: () => void
}

/** Carries one direction of one connection, piece after piece in order, under the faults of the moment. */
function createCarrier(faults: Faults, dice: () => number, onCarried: (bytes: number) => void) {
  async function pass(piece: Buffer, to: Socket, line: Line): Promise<void> {
    if (to.destroyed || to.writableEnded) return
    const isLost = dice() < faults.loss
    if (isLost && dice() < 0.1) return line.cut()
    const delayMs = (piece.length / faults.bytesPerSecond) * 1000 + (isLost ? retransmissionMs : 0)
    if (delayMs > 0) await wait(delayMs)
    while (faults.silent && !to.destroyed) await wait(20)
    const whole = piece.subarray(0, line.left)
    line.left -= whole.length
    onCarried(whole.length)
    if (!to.destroyed && whole.length > 0) to.write(whole)
    if (line.left <= 0 && !to.writableEnded) to.end(line.cut)
  }

  return (from: Socket, to: Socket, line: Line): void => {
    let last: Promise<void> = Promise.resolve()
    from.on('data', (chunk: Buffer) => {
      const arrivesAt = performance.now() + faults.latencyMs
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        const piece = chunk.subarray(at, at + pieceBytes)
        last = last.then(async () => {
          const earlyMs = arrivesAt - performance.now()
          if (earlyMs > 0) await wait(earlyMs)
          await pass(piece, to, line)
        })
      }
    })
    from.on('end', () => {
      last = last.then(() => void to.end())
    })
  }
}

/** A real socket between a console and a server at `target`, with the faults of a bad line. */
export async function startFaultyProxy(target: string, seed = 1): Promise<FaultyProxy> {
  const { port, hostname } = new URL(target)
  const faults: Faults = { ...noFaults }
  const sockets = new Set<Socket>()
  const count = { bytes: 0, connections: 0 }
  const carry = createCarrier(faults, createDice(seed), (bytes) => {
    count.bytes += bytes
  })

  const server = createServer((near) => {
    count.connections += 1
    const far = connect(Number(port), hostname)
    const cut = () => {
      near.destroy()
      far.destroy()
    }
    const line = { left: faults.cutAfter, cut }
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', cut)
      socket.on('close', () => {
        sockets.delete(socket)
        cut()
      })
    }
    carry(near, far, line)
    carry(far, near, line)
  })

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    faults,
    carried: () => count.bytes,
    opened: () => count.connections,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
