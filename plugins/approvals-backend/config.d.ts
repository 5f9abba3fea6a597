export interface Config {
  approvals?: {
    /** How many writes each caller may send; counted in each process. */
    limits?: {
      /** Writes a second in the long run. Default 20; 0 turns the limit off. */
      writesPerSecond?: number;
      /** Writes at once after a rest. Default 100. */
      burst?: number;
    };
  };
}
