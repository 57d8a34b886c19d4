/** Remedies for what shows once the manager user is in: rights, clocks, and the file beside the connection. */
import type { Remedy } from './remedies.ts';

const READ = {
  he: 'ב־`manager.conf`, בקטע של המשתמש: `read = system,call,agent` ו־`write = reporting`, ואז `asterisk -rx "manager reload"` והתחברות מחדש.',
  en: 'In `manager.conf`, in the section of the user: `read = system,call,agent` and `write = reporting`; then `asterisk -rx "manager reload"`, and connect again.',
};

/** As `rights.ts` tells them. */
export const RIGHT_REMEDIES: readonly Remedy[] = [
  {
    code: 'right-system',
    said: /\bthe user may not read the class system\b/,
    problem: {
      he: 'חסרה הרשאת קריאה system: הפעלה מחדש של המרכזייה תיראה באיחור',
      en: 'The right to read system is missing: restarts of the PBX are seen late',
    },
    remedy: READ,
  },
  {
    code: 'right-agent',
    said: /\bno event of the class agent comes\b/,
    problem: { he: 'חסרה הרשאת קריאה agent: הקיר יאחר עד דקה', en: 'The right to read agent is missing: the wall is up to a minute late' },
    remedy: READ,
  },
  {
    code: 'right-call',
    said: /\bno event of the class call comes\b/,
    problem: {
      he: 'חסרה הרשאת קריאה call: אין להבדיל בין ניתוק לזמן קצוב',
      en: 'The right to read call is missing: hang-ups cannot be told from time-outs',
    },
    remedy: READ,
  },
  {
    code: 'right-reporting',
    said: /\bmay not list channels\b/,
    problem: {
      he: 'חסרה הרשאת כתיבה reporting: אחרי הפעלה מחדש באמצע משמרת לא יודעים מי מדבר עם מי',
      en: 'The right to write reporting is missing: after a restart in mid-shift nobody knows who talks with whom',
    },
    remedy: READ,
  },
  {
    code: 'queue-status-refused',
    said: /QueueStatus was refused: (?!.*is app_queue loaded)/,
    problem: { he: 'המשתמש אינו מורשה לשאול על תורים', en: 'The user may not ask for queues' },
    remedy: READ,
  },
  {
    code: 'no-app-queue',
    said: /is app_queue loaded\?/,
    problem: { he: 'אין במרכזייה הזאת תורים (`app_queue` לא טעון)', en: 'This PBX has no queues (`app_queue` is not loaded)' },
    remedy: {
      he: 'במרכזייה: `asterisk -rx "module load app_queue.so"`, ובדקו את `modules.conf`.',
      en: 'On the PBX: `asterisk -rx "module load app_queue.so"`, and look at `modules.conf`.',
    },
  },
  {
    code: 'too-quiet',
    said: /too quiet to see whether the classes agent and call may be read/,
    problem: { he: 'שקט מכדי לדעת אם מותר לקרוא agent ו־call', en: 'Too quiet to see whether agent and call may be read' },
    remedy: {
      he: 'אין תקלה. כדי לדעת, בדקו שוב בזמן ששיחה נכנסת לתור.',
      en: 'Nothing is wrong. To know, test again while a call comes into a queue.',
    },
  },
];

/** As `check.ts` tells them. */
export const CLOCK_REMEDIES: readonly Remedy[] = [
  {
    code: 'clock-zone',
    said: /its clock is (?<about>[\d:]+) (?:ahead|behind)[^;]*whole hours/,
    problem: {
      he: 'השעון של המרכזייה רחוק בשעות שלמות ({@about}): אזור הזמן שלה נקבע לא נכון',
      en: 'The clock of the PBX is off by whole hours ({@about}): its time zone was set wrong',
    },
    remedy: {
      he: 'במרכזייה: `timedatectl set-timezone Asia/Jerusalem`, ואז `timedatectl set-ntp true` (שעון שכוונן ביד לשעה המקומית תחת UTC נראה כך). בדקו: `date -u` זהה בשני המחשבים. אחר כך הפעילו את Asterisk מחדש.',
      en: 'On the PBX: `timedatectl set-timezone Asia/Jerusalem`, then `timedatectl set-ntp true` (a clock set by hand to local time under UTC looks like this). See that `date -u` is the same on both machines. Then restart Asterisk.',
    },
  },
  {
    code: 'clock-off',
    said: /its clock is (?<about>[\d:]+) (?:ahead|behind)(?!.*whole hours)/,
    problem: { he: 'השעון של המרכזייה אינו מכוון ({@about})', en: 'The clock of the PBX is off ({@about})' },
    remedy: {
      he: 'הפעילו NTP בשני המחשבים: `timedatectl set-ntp true`. זמני האירועים מתוקנים לפי ההפרש שנמדד. קובץ `queue_log` שמייבאים אינו מתוקן.',
      en: 'Switch NTP on at both machines: `timedatectl set-ntp true`. Times of events are corrected by the difference as measured; those of an imported `queue_log` are not.',
    },
  },
];

const ON_THIS_MACHINE = {
  he: 'הנתיב הוא במחשב הזה. אם Asterisk במחשב אחר, חברו את התיקייה שלו לקריאה (NFS, sshfs), או השאירו את השדה ריק: אז אין סיבות עזיבה, ופערים אינם מתמלאים.',
  en: 'The path is on this machine. If Asterisk is on another, mount its folder to read (NFS, sshfs), or leave it out: then reasons are missing, and gaps stay.',
};

/** As `follow.ts` and `check.ts` tell them. */
export const FILE_REMEDIES: readonly Remedy[] = [
  {
    code: 'queue-log-missing',
    said: /queueLog=(?<about>.+?) cannot be read \((?:ENOENT|ENOTDIR)\)/,
    problem: { he: 'אין קובץ {@about}', en: 'There is no file {@about}' },
    remedy: ON_THIS_MACHINE,
  },
  {
    code: 'queue-log-forbidden',
    said: /queueLog=(?<about>.+?) cannot be read \((?:EACCES|EPERM)\)/,
    problem: { he: 'המשתמש של מוקד אינו מורשה לקרוא את {@about}', en: 'The user of Moked may not read {@about}' },
    remedy: {
      he: 'הוסיפו אותו לקבוצה של Asterisk: `usermod -aG asterisk moked`, והפעילו את מוקד מחדש. גם לתיקיות שבדרך דרושה הרשאת x. בדיקה: `sudo -u moked head -1` ואחריו הנתיב.',
      en: 'Put him into the group of Asterisk: `usermod -aG asterisk moked`, and restart Moked. The folders on the way need x too. To try: `sudo -u moked head -1` and the path.',
    },
  },
  {
    code: 'queue-log-other',
    said: /queueLog=(?<about>.+?) (?:is a folder|holds no line of queue_log)/,
    problem: { he: '{@about} אינו קובץ `queue_log`', en: '{@about} is no `queue_log`' },
    remedy: { he: 'הקובץ הוא בדרך כלל `/var/log/asterisk/queue_log`.', en: 'The file usually is `/var/log/asterisk/queue_log`.' },
  },
  {
    code: 'queue-log-unreadable',
    said: /queueLog=(?<about>.+?) cannot be read \((?!ENOENT|ENOTDIR|EACCES|EPERM)/,
    problem: { he: '{@about} לא נקרא', en: '{@about} cannot be read' },
    remedy: ON_THIS_MACHINE,
  },
];
