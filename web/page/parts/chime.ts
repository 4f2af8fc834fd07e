// The soft sound of a new message: two short tones, made here, so that there is no file to fetch.

let context: AudioContext | null = null;

/** Browsers let nothing sound before somebody has touched the page. */
export function readyChime(): void {
  context ??= new AudioContext();
  const wake = (): void => { void context?.resume(); };
  if (context.state === 'suspended') window.addEventListener('pointerdown', wake, { once: true });
  wake();
}

export function playChime(): void {
  if (context?.state !== 'running') return;
  for (const [delay, hertz] of [[0, 660], [0.12, 880]] as const) {
    const begin = context.currentTime + delay;
    const tone = new OscillatorNode(context, { type: 'sine', frequency: hertz });
    const loudness = new GainNode(context, { gain: 0 });
    loudness.gain.setValueAtTime(0, begin);
    loudness.gain.linearRampToValueAtTime(0.06, begin + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.000_1, begin + 0.35);
    tone.connect(loudness).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + 0.4);
  }
}
