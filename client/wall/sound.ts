/** The sounds of alarms, made by the browser: no file, and nothing is fetched. A browser plays nothing until somebody has clicked or typed. */
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import type { AlarmLevel } from '../../shared/alarms/row.ts';
import { type Live, useLive } from '../live/context.ts';
import { createRinger } from './rhythm.ts';

/** off: not wanted here · waits: for the click that browsers ask for · on. */
export type SoundState = 'off' | 'waits' | 'on';

type Tone = { readonly hz: number; readonly atS: number; readonly lastsS: number };

/** A warning is two soft notes that rise; critical is three sharp ones, twice as long. They are told apart without looking. */
const TONES: Readonly<Record<AlarmLevel, { readonly wave: OscillatorType; readonly volume: number; readonly tones: readonly Tone[] }>> = {
  warn: {
    wave: 'sine',
    volume: 0.25,
    tones: [
      { hz: 523, atS: 0, lastsS: 0.25 },
      { hz: 659, atS: 0.25, lastsS: 0.35 },
    ],
  },
  critical: {
    wave: 'triangle',
    volume: 0.5,
    tones: [
      { hz: 988, atS: 0, lastsS: 0.22 },
      { hz: 740, atS: 0.3, lastsS: 0.22 },
      { hz: 988, atS: 0.6, lastsS: 0.4 },
    ],
  },
};

/** So that a tone does not begin and end with a crack. */
const EDGE_S = 0.02;

function play(context: AudioContext, level: AlarmLevel): void {
  const { wave, volume, tones } = TONES[level];
  for (const { hz, atS, lastsS } of tones) {
    const from = context.currentTime + atS;
    const tone = new OscillatorNode(context, { type: wave, frequency: hz });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(volume, from + EDGE_S);
    gain.gain.setValueAtTime(volume, from + lastsS - EDGE_S);
    gain.gain.linearRampToValueAtTime(0, from + lastsS);
    tone.connect(gain).connect(context.destination);
    tone.start(from);
    tone.stop(from + lastsS);
    tone.onended = () => gain.disconnect();
  }
}

/** Rings for the alarms of the board while it is wanted. What is old is not rung: of a board that is stale nobody knows how it goes on. */
export function createSound(isWanted: Accessor<boolean>): Accessor<SoundState> {
  const live: Live = useLive();
  const [isRunning, setRunning] = createSignal(false);
  let context: AudioContext | null = null;
  const wake = () => {
    if (!isWanted()) return;
    context ??= opened(setRunning);
    if (context.state !== 'running') void context.resume();
  };
  createEffect(wake);
  for (const event of ['click', 'keydown'] as const) document.addEventListener(event, wake);
  onCleanup(() => {
    for (const event of ['click', 'keydown'] as const) document.removeEventListener(event, wake);
    void context?.close();
  });
  const ring = createRinger();
  createEffect(() => {
    const alarms = live.store.board?.alarms ?? [];
    live.clock.second();
    if (live.freshness() === 'stale') return;
    // A ring that falls into the time before the click counts as played: nobody wants it later.
    const level = ring(alarms, live.clock.now());
    if (level !== null && isWanted() && isRunning() && context !== null) play(context, level);
  });
  return () => {
    if (!isWanted()) return 'off';
    return isRunning() ? 'on' : 'waits';
  };
}

function opened(setRunning: (isRunning: boolean) => void): AudioContext {
  const context = new AudioContext();
  const look = () => setRunning(context.state === 'running');
  context.addEventListener('statechange', look);
  look();
  return context;
}
