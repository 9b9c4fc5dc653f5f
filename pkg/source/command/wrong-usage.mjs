/** What was asked for cannot be done, whatever HrFlow says: a sentence for whoever typed it. */
export class WrongUsage extends Error {}
