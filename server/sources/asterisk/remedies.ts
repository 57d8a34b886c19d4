/**
 * The problems that whoever connects an Asterisk is likely to meet, found in what the check and the running source say, each with what to do:
 * for the sources page in both languages, and for `moked check`. Pure.
 */
import type { Explained, Told } from '../../../shared/sources.ts';
import { CLOCK_REMEDIES, FILE_REMEDIES, RIGHT_REMEDIES } from './remedies-more.ts';

export type Remedy = { readonly code: string; readonly said: RegExp; readonly problem: Told; readonly remedy: Told };

const NETWORK: readonly Remedy[] = [
  {
    code: 'nothing-listens',
    said: /(?<about>\S+) cannot be reached: nothing listens there/,
    problem: { he: 'אין מאזין ב־{@about}: ה־AMI כבוי, או שזה פורט אחר', en: 'Nothing listens at {@about}: AMI is disabled, or this is another port' },
    remedy: {
      he: 'בקטע `[general]` של `manager.conf`: `enabled = yes`, `port = 5038`, ו־`bindaddr = 0.0.0.0` (או כתובת של Asterisk שמגיעים אליה מכאן). אחר כך במרכזייה: `asterisk -rx "manager reload"`. הפורט בפועל: `asterisk -rx "manager show settings"`.',
      en: 'In `[general]` of `manager.conf`: `enabled = yes`, `port = 5038`, and `bindaddr = 0.0.0.0` (or an address of the PBX that is reached from here). Then on the PBX: `asterisk -rx "manager reload"`. Its port: `asterisk -rx "manager show settings"`.',
    },
  },
  {
    code: 'no-answer',
    said: /(?<about>\S+) cannot be reached: (?:no answer|it does not answer|there is no way)/,
    problem: { he: '{@about} אינו עונה: חומת אש, או כתובת לא נכונה', en: '{@about} does not answer: a firewall, or the wrong address' },
    remedy: {
      he: 'בדקו את הכתובת, ופתחו בחומת האש של המרכזייה TCP לפורט של AMI (5038, או 5039 ל־TLS) מהמחשב הזה. ב־FreePBX: `Connectivity › Firewall › Networks`, והוסיפו את כתובת המחשב הזה כ־Trusted.',
      en: 'Check the address, and let this machine through the firewall of the PBX to the TCP port of AMI (5038, or 5039 for TLS). In FreePBX: `Connectivity › Firewall › Networks`, and add the address of this machine as Trusted.',
    },
  },
  {
    code: 'no-host',
    said: /(?<about>\S+) cannot be reached: (?:there is no such host|the name of the host cannot)/,
    problem: { he: 'אין מחשב בשם {@about}', en: 'There is no host {@about}' },
    remedy: { he: 'בדקו את השם, או כתבו את כתובת ה־IP של המרכזייה.', en: 'Check the name, or give the IP address of the PBX.' },
  },
  {
    code: 'not-ami',
    said: /(?<about>\S+) is not an AMI port/,
    problem: { he: 'ב־{@about} עונה שירות אחר, לא AMI', en: 'Another service answers at {@about}, not AMI' },
    remedy: {
      he: 'זה הפורט הלא נכון. AMI הוא 5038 (5039 ל־TLS). הפורט בפועל: `asterisk -rx "manager show settings"`.',
      en: 'It is the wrong port. AMI is 5038 (5039 for TLS). The real one: `asterisk -rx "manager show settings"`.',
    },
  },
  {
    code: 'says-nothing',
    said: /(?<about>\S+) says nothing: not an AMI port/,
    problem: {
      he: '{@about} מקבל את החיבור ושותק: פורט אחר, או פורט של TLS',
      en: '{@about} takes the connection and says nothing: another port, or one of TLS',
    },
    remedy: {
      he: 'ל־5038 חברו בלי TLS, ול־5039 עם TLS. אם זה פורט של שירות אחר (למשל SIP 5060), כתבו את זה של AMI.',
      en: 'Use 5038 without TLS, and 5039 with it. If it is the port of another service (such as SIP, 5060), give that of AMI.',
    },
  },
  {
    code: 'closed',
    said: /(?:(?<about>\S+) cannot be reached: it closed|(?<too>\S+) closed the connection without a word|connection closed)/,
    problem: { he: 'המרכזייה סגרה את החיבור מיד', en: 'The PBX closed the connection at once' },
    remedy: {
      he: 'ייתכן ש־Asterisk עולה עכשיו, שיש יותר מדי חיבורים שלא הזדהו (`authlimit` ב־`manager.conf`), או שחוסמים את הכתובת הזאת (`fail2ban`). נסו שוב בעוד דקה, ובדקו ב־`asterisk -rvv`.',
      en: 'Asterisk may be starting, may have too many connections that did not log in (`authlimit` of `manager.conf`), or this address is banned (`fail2ban`). Try again in a minute, and look at `asterisk -rvv`.',
    },
  },
];

const TLS: readonly Remedy[] = [
  {
    code: 'no-tls',
    said: /(?<about>\S+) cannot be reached: it does not speak TLS/,
    problem: { he: '{@about} אינו מדבר TLS', en: '{@about} does not speak TLS' },
    remedy: {
      he: 'כבו כאן את TLS (פורט 5038), או הפעילו במרכזייה `tlsenable = yes` ו־`tlsbindaddr = 0.0.0.0:5039`.',
      en: 'Switch TLS off here (port 5038), or on at the PBX: `tlsenable = yes` and `tlsbindaddr = 0.0.0.0:5039`.',
    },
  },
  {
    code: 'certificate',
    said: /(?<about>\S+) cannot be reached: .*\bcertificate\b/,
    problem: { he: 'התעודה של {@about} אינה מתקבלת', en: 'The certificate of {@about} is not accepted' },
    remedy: {
      he: 'העתיקו את התעודה של המרכזייה (או של מי שחתם עליה) למחשב הזה, ותנו את הנתיב שלה בשדה ca.',
      en: 'Copy the certificate of the PBX (or of whoever signed it) to this machine, and give its path as ca.',
    },
  },
  {
    code: 'ca-unreadable',
    said: /ca=(?<about>\S+) (?:cannot be read|is no certificate)/,
    problem: { he: 'אין לקרוא תעודה מ־{@about}', en: 'No certificate can be read from {@about}' },
    remedy: {
      he: 'ca הוא נתיב מלא של קובץ PEM במחשב הזה, שהמשתמש של מוקד קורא.',
      en: 'ca is the full path of a PEM file on this machine that the user of Moked may read.',
    },
  },
];

const LOGIN: readonly Remedy[] = [
  {
    code: 'wrong-secret',
    said: /user (?<about>.+?) was refused: wrong name or secret/,
    problem: {
      he: 'המרכזייה דחתה את {@about}: שם או סיסמה לא נכונים, או שהכתובת הזאת אינה מורשית',
      en: 'The PBX refused {@about}: wrong name or secret, or an address that is not permitted',
    },
    remedy: {
      he: 'השם הוא שם הקטע ב־`manager.conf`, באותיות כמו שם. העתיקו את `secret =` כמו שהוא. אם הם נכונים: `permit =` צריך לכלול את כתובת המחשב הזה. אחר כך: `asterisk -rx "manager reload"`. Asterisk רושם למה דחה ב־`/var/log/asterisk/full`.',
      en: 'The name is that of the section in `manager.conf`, in the same case. Copy `secret =` as it is. If both are right: `permit =` must hold the address of this machine. Then: `asterisk -rx "manager reload"`. Asterisk logs why it refused in `/var/log/asterisk/full`.',
    },
  },
  {
    code: 'login-refused',
    said: /login of (?<about>.+?) was refused/,
    problem: { he: 'המרכזייה לא נתנה ל־{@about} להיכנס', en: 'The PBX did not let {@about} in' },
    remedy: {
      he: 'הסיבה כתובה בתשובה שלה, ובפירוט ב־`/var/log/asterisk/full`.',
      en: 'Its answer says why, and `/var/log/asterisk/full` in more detail.',
    },
  },
  {
    code: 'md5-refused',
    said: /refuses login by MD5 challenge/,
    problem: { he: 'המרכזייה דורשת את הסיסמה בגלוי', en: 'The PBX wants the secret in the clear' },
    remedy: { he: 'חברו ב־TLS (פורט 5039), עם תעודה שנבדקת.', en: 'Connect by TLS (port 5039), with a certificate that is checked.' },
  },
];

/** The worst first within each part. */
export const REMEDIES: readonly Remedy[] = [...NETWORK, ...TLS, ...LOGIN, ...RIGHT_REMEDIES, ...CLOCK_REMEDIES, ...FILE_REMEDIES];

/** What is known of a sentence: several problems give several remedies, in the order of the list. */
export function explain(said: string): Explained[] {
  return REMEDIES.flatMap(({ code, said: pattern, problem, remedy }) => {
    const match = pattern.exec(said);
    return match === null ? [] : [{ code, about: match.groups?.['about'] ?? match.groups?.['too'] ?? '', problem, remedy }];
  });
}
