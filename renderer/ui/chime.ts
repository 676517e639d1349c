const tonesHz = [880, 660] as const
const toneSeconds = 0.16

/** Two soft tones. A page nobody has touched yet may make no sound: then it stays silent. */
export function chime(): void {
  const audio = new AudioContext()
  const volume = new GainNode(audio, { gain: 0.15 })
  volume.connect(audio.destination)
  for (const [index, frequency] of tonesHz.entries()) {
    const tone = new OscillatorNode(audio, { frequency })
    tone.connect(volume)
    tone.start(audio.currentTime + index * toneSeconds)
    tone.stop(audio.currentTime + (index + 1) * toneSeconds)
    if (index === tonesHz.length - 1) tone.onended = () => void audio.close()
  }
}
