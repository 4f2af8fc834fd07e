// The soft sound of a new message: two short tones, made here, so that there is no file to fetch.

const gestures = ['pointerup', 'keydown'] as const;
let context: AudioContext | null = null;

/** Browsers let nothing sound before somebody has touched the page. */
export function readyChime(): void {
  const wake = (): void => {
    context ??= new AudioContext();
    void context.resume();
    for (const event of gestures) window.removeEventListener(event, wake);
  };
  if (navigator.userActivation.hasBeenActive) wake();
  else for (const event of gestures) window.addEventListener(event, wake);
}

export function playChime(): void {
  if (context?.state !== 'running') return;
  for (const [delay, hertz] of [
    [0, 660],
    [0.12, 880],
  ] as const) {
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
