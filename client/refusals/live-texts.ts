/** Why a screen is not shown, in both languages: by the code with which the server has closed its line. */
import { BOARDS_AT_ONCE } from '../../shared/protocol/version.ts';
import type { Told } from '../../shared/sources.ts';

export const FULL: Told = {
  he: `כל המסכים יחד מציגים כבר ${BOARDS_AT_ONCE} לוחות שונים, ואין מקום לעוד אחד. סגרו מסך שאינו נחוץ: הלוח יופיע כאן מעצמו.`,
  en: `All screens together show ${BOARDS_AT_ONCE} different boards already, and there is room for no more. Close one that nobody needs: the board comes here by itself.`,
};
