/** As much of the driver as is watched; it brings no types of its own. */
declare module 'better-sqlite3' {
  type Statement = {
    run(values?: unknown): unknown;
    all(values?: unknown): Record<string, unknown>[];
  };

  export default class Sqlite {
    prepare(sql: string): Statement;
  }
}
