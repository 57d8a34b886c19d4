import { createMemo, type JSX } from 'solid-js';

/** One 24×24 drawing a sign. `--mark-on` is the ground on which a sign that is filled cuts out its mark. */
const DRAWINGS = {
  voice: () => (
    <path
      d="M6.2 3.2 9 3.9l1.3 4-2 1.7c1 2.3 2.8 4.1 5.1 5.1l1.7-2 4 1.3.7 2.8c-.2 2-1.7 3.2-3.6 3-7.3-.9-12-5.6-12.9-12.9-.2-1.9 1-3.5 2.9-3.7Z"
      class="stroke-19"
    />
  ),
  chat: () => (
    <>
      <path d="M4 5h16v11h-8.5L7 19.8V16H4z" class="stroke-19" />
      <path d="M8 10.5h8" class="stroke-19" />
    </>
  ),
  whatsapp: () => (
    <>
      <path d="M4 20l1.2-3.9A8.3 8.3 0 1 1 8.3 19z" class="stroke-19" />
      <path d="M9.3 8.6c-.6 2.7 3 6.6 5.9 6.2l.6-1.7-1.9-1-1 .9c-1-.5-1.8-1.4-2.2-2.4l.9-.9-.8-1.9z" fill="currentColor" />
    </>
  ),
  email: () => (
    <>
      <path d="M3.5 6h17v12.5h-17z" class="stroke-19" />
      <path d="m4 6.8 8 6.2 8-6.2" class="stroke-19" />
    </>
  ),
  other: () => <path d="M4 6h16M4 12h16M4 18h10" class="stroke-19" />,
  check: () => <path d="m4.5 12.5 5 5 10-11" class="stroke-24" />,
  octagon: () => (
    <>
      <path d="M7.6 1.5h8.8l6.1 6.1v8.8l-6.1 6.1H7.6l-6.1-6.1V7.6z" fill="currentColor" />
      <path d="M12 6.2v7.3" class="mark" stroke-width="2.7" />
      <circle cx="12" cy="17.2" r="1.7" class="mark-dot" />
    </>
  ),
  triangle: () => (
    <>
      <path d="M12 2.6 23 21.5H1z" fill="currentColor" />
      <path d="M12 9.5v5.6" class="mark" stroke-width="2.3" />
      <circle cx="12" cy="18.2" r="1.4" class="mark-dot" />
    </>
  ),
  clock: () => (
    <>
      <circle cx="12" cy="12" r="9.5" class="stroke-22" stroke-dasharray="3.4 2.556" />
      <path d="M12 6.5V12l3.5 3" class="stroke-22" />
    </>
  ),
  plug: () => (
    <>
      <path d="M9 3v5M15 3v5M6 8h12v3.5a6 6 0 0 1-6 6 6 6 0 0 1-6-6zM12 17.5V22" class="stroke-22" />
      <path d="M2.5 21.5l19-19" stroke="var(--mark-on, var(--bg))" stroke-width="5" />
      <path d="M2.5 21.5l19-19" class="stroke-22" />
    </>
  ),
  turn: () => (
    <>
      <path d="M20.5 12A8.5 8.5 0 1 1 17 5.1" class="stroke-22" />
      <path d="M17.6 1.2v4.6h-4.6" class="stroke-22" />
    </>
  ),
  flag: () => <path d="M4 4v17M4 5h15l-3.5 4.5L19 14H4" class="stroke-22" />,
  horn: () => (
    <>
      <path d="M2 8.5h5L19 2.5v19L7 15.5H2z" fill="currentColor" />
      <path d="M6.5 16l1.6 5.5h3.2L9.8 17" class="stroke-22" />
      <path d="M22 9.5v5" class="stroke-22" />
    </>
  ),
  available: () => <circle cx="12" cy="12" r="8.5" fill="currentColor" />,
  ringing: () => (
    <>
      <circle cx="12" cy="12" r="4" fill="currentColor" />
      <circle cx="12" cy="12" r="9" class="stroke-24" />
    </>
  ),
  talking: () => <rect x="3" y="7" width="18" height="10" rx="1.5" fill="currentColor" />,
  hold: () => <path d="M8 5v14M16 5v14" stroke="currentColor" stroke-width="4.2" />,
  acw: () => (
    <>
      <circle cx="12" cy="12" r="8" class="stroke-22" />
      <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
    </>
  ),
  break: () => <circle cx="12" cy="12" r="7.8" class="stroke-24" />,
  busy: () => <rect x="3.5" y="7.5" width="17" height="9" rx="1.5" class="stroke-22" />,
  unknown: () => (
    <>
      <path d="M8 9a4 4 0 1 1 5.5 3.7c-1 .5-1.5 1.1-1.5 2.3v.6" class="stroke-24" />
      <circle cx="12" cy="19.5" r="1.6" fill="currentColor" />
    </>
  ),
  offline: () => <path d="M6 12h12" class="stroke-24" />,
} as const;

export type IconName = keyof typeof DRAWINGS;

/** A sign that stands beside a word or a figure; it never stands for one alone. */
export function Icon(props: { name: IconName }): JSX.Element {
  // Whoever gives the name looks again at every change; the drawing is made anew for another one alone.
  const name = createMemo(() => props.name);
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {DRAWINGS[name()]()}
    </svg>
  );
}

const CHANNEL_ICONS: Readonly<Record<string, IconName>> = {
  voice: 'voice',
  callback: 'voice',
  chat: 'chat',
  sms: 'chat',
  whatsapp: 'whatsapp',
  email: 'email',
};

/** The sign of a channel. */
export function channelIcon(channel: string): IconName {
  return CHANNEL_ICONS[channel] ?? 'other';
}

/** The product's mark. */
export function Mark(): JSX.Element {
  return (
    <svg class="brand" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="4.6" fill="currentColor" />
      <path d="M16 5.2A10.8 10.8 0 1 1 5.2 16" fill="none" stroke="currentColor" stroke-width="3" />
      <path d="M5.6 12.9A10.8 10.8 0 0 1 12.9 5.6" fill="none" stroke="currentColor" stroke-width="3" opacity=".45" />
    </svg>
  );
}
