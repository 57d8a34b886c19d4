/** Names of the demo floor: four teams of a service centre in Israel. Invented; any likeness is chance. */

export type TeamNames = { readonly name: string; readonly site: string; readonly agents: readonly string[] };

export const TEAMS: readonly TeamNames[] = [
  {
    name: 'תמיכה טכנית',
    site: 'חיפה',
    agents: [
      'דנה אוחיון',
      'יובל מזרחי',
      'אורית פרידמן',
      'סמי חדאד',
      'רונית אברהמי',
      'אלכס וולקוב',
      'שירה בן־דוד',
      'מוחמד זועבי',
      'נועה קפלן',
      'איתי שגב',
    ],
  },
  {
    name: 'שירות לקוחות',
    site: 'חיפה',
    agents: ['גלית ששון', 'עומר דיין', 'לילך רוזן', 'מירב אלון', 'פאדי ח׳ורי', 'יעל גולדשטיין', 'טל שמעוני', 'רחל ביטון', 'אדם נסאר', 'הדר לוינסון'],
  },
  {
    name: 'מכירות',
    site: 'באר שבע',
    agents: ['מאיה סויסה', 'עידן פרץ', 'קרן חזן', 'ולדי מרקוב', 'שני אדרי', 'נדב הררי', 'סיון טל', 'אמיר עזאם', 'ליאור כץ', 'תמר עמר'],
  },
  {
    name: 'שימור לקוחות',
    site: 'באר שבע',
    agents: ['אסף מלכה', 'דורית נחום', 'בר אזולאי', 'ירון סבג', 'אינה פישר', 'חן אלבז', 'ראניה סאלם', 'מתן ורדי', 'עדי רביבו', 'גיא שטרן'],
  },
];

const FIRST = ['אביגיל', 'ברק', 'גילה', 'דוד', 'הילה', 'ויקטור', 'זוהר', 'חיים', 'טליה', 'יוסף', 'כרמל', 'ליאת', 'מיכל', 'נתן', 'סלים', 'ענבר'];
const LAST = [
  'אביטל',
  'בכר',
  'גבאי',
  'דהאן',
  'הלפרין',
  'ויס',
  'זכאי',
  'חסון',
  'טוויל',
  'ירקוני',
  'כנעאן',
  'לביא',
  'מנצור',
  'נגר',
  'סבן',
  'עטייה',
  'צור',
];

/** The name of a team's agent; beyond the ten that have one, first and last names are combined. */
export function agentName(team: number, index: number): string {
  const named = TEAMS[team]?.agents[index];
  if (named !== undefined) return named;
  const number = (index - 10) * TEAMS.length + team;
  return `${FIRST[number % FIRST.length]} ${LAST[(number + Math.floor(number / FIRST.length)) % LAST.length]}`;
}
