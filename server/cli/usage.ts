export const usage = `usage: moked <command>

  start                                  run the server
  help                                   this text

The environment is described in CONFIG.md.`;
