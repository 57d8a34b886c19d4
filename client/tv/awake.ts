/** Keeps the screen on while a board is in sight. */
import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { MINUTE_MS, SECOND_MS } from '../../shared/time.ts';
import type { Clock } from '../live/clock.ts';

/** lock: the browser keeps it on · video: it plays a film, which keeps it on · none: nothing does. */
export type Awake = 'lock' | 'video' | 'none';

/** Asks for it, again whenever the page is in sight again or somebody is there, and each minute where it was refused. Ends with the owner. */
export function keepAwake(clock: Clock): Accessor<Awake> {
  const [awake, setAwake] = createSignal<Awake>('none');
  const film = createFilm(clock, () => setAwake('none'));
  let lock: WakeLockSentinel | null = null;
  let isAsking = false;
  let isOver = false;
  const takeLock = async (): Promise<boolean> => {
    // Browsers have it on HTTPS and on the machine itself alone, whatever the types say.
    const known: WakeLock | undefined = navigator.wakeLock;
    if (known === undefined) return false;
    try {
      const taken = await known.request('screen');
      taken.addEventListener('release', () => {
        if (lock !== taken) return;
        lock = null;
        setAwake('none');
      });
      lock = taken;
      return true;
    } catch {
      // A battery that runs low, a policy: the film is asked next.
      return false;
    }
  };
  const ask = async () => {
    if (isAsking || lock !== null || document.visibilityState !== 'visible') return;
    isAsking = true;
    const isLocked = await takeLock();
    if (isLocked) film.stop();
    const isPlaying = !isLocked && !isOver && (await film.play());
    isAsking = false;
    if (isOver) void end();
    else if (isLocked ? lock !== null : isPlaying) setAwake(isLocked ? 'lock' : 'video');
  };
  const end = async () => {
    film.stop();
    await lock?.release();
  };
  let cancel: () => void;
  const again = () => {
    void ask();
    cancel = clock.after(MINUTE_MS, again);
  };
  again();
  const onThere = () => void ask();
  document.addEventListener('visibilitychange', onThere);
  document.addEventListener('click', onThere);
  document.addEventListener('keydown', onThere);
  onCleanup(() => {
    isOver = true;
    cancel();
    document.removeEventListener('visibilitychange', onThere);
    document.removeEventListener('click', onThere);
    document.removeEventListener('keydown', onThere);
    void end();
  });
  return awake;
}

const SIDE_PX = 2;

/**
 * A film of two pixels, drawn here. Chromium keeps the screen on for a muted film only where it is in sight and fills a fifth of the page, or is a
 * stream: so it is a stream, and its two pixels lie on the page. A stream also needs no address that a policy would have to allow.
 */
function createFilm(clock: Clock, onPause: () => void): { play(): Promise<boolean>; stop(): void } {
  let video: HTMLVideoElement | null = null;
  let cancel: () => void = () => undefined;
  const make = (): HTMLVideoElement => {
    const canvas = document.createElement('canvas');
    canvas.width = SIDE_PX;
    canvas.height = SIDE_PX;
    const brush = canvas.getContext('2d');
    const made = document.createElement('video');
    made.className = 'awake-film';
    made.muted = true;
    made.playsInline = true;
    made.tabIndex = -1;
    made.ariaHidden = 'true';
    made.srcObject = canvas.captureStream();
    made.addEventListener('pause', onPause);
    document.body.append(made);
    // It plays from its first frame on.
    const draw = () => {
      brush?.fillRect(0, 0, SIDE_PX, SIDE_PX);
      cancel = clock.after(SECOND_MS, draw);
    };
    draw();
    return made;
  };
  return {
    async play() {
      try {
        video ??= make();
        await video.play();
        return true;
      } catch {
        // Refused until somebody clicks, or such a browser cannot: asked again then.
        return false;
      }
    },
    stop() {
      cancel();
      video?.remove();
      video = null;
    },
  };
}
