// The soft sound of a new message: two short tones, synthesized so there is no file to download.

const gestures = ['pointerup', 'keydown'] as const;
let context: AudioContext | null = null;

/** Prepares the sound. Browsers play nothing before the user has touched the page. */
export function unlockChime(): void {
  const unlock = (): void => {
    context ??= new AudioContext();
    void context.resume();
    for (const event of gestures) window.removeEventListener(event, unlock);
  };
  if (navigator.userActivation.hasBeenActive) unlock();
  else for (const event of gestures) window.addEventListener(event, unlock);
}

export function playChime(): void {
  if (context?.state !== 'running') return;
  for (const [delay, hertz] of [
    [0, 660],
    [0.12, 880],
  ] as const) {
    const start = context.currentTime + delay;
    const tone = new OscillatorNode(context, { type: 'sine', frequency: hertz });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.06, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.000_1, start + 0.35);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.4);
  }
}
