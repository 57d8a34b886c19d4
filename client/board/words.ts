/** What boards say, in the language that is shown. */
import type { Window } from '../../shared/boards/parts.ts';
import { pageWords } from '../i18n/page-words.tsx';
import { en } from './en.ts';
import { he } from './he.ts';

export const { word, Tell } = pageWords(he, en);

const WINDOWS = { day: 'windowDay', shift: 'windowShift', interval: 'windowInterval', rolling30: 'windowRolling30' } as const;

/** "Today", "this shift": said after the name of what is counted over it. */
export const windowWord = (window: Window): string => word(WINDOWS[window]);
