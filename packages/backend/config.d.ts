export interface Config {
  demo?: {
    /** Where the demo writes what its templates make. Without it, the demo's template steps are not there. */
    folder?: string;
  };
  backend?: {
    auth?: {
      /**
       * Remembers which session and plugin tokens were found good, so that not
       * each call costs a signature to check. Tokens that can be revoked are
       * never remembered.
       */
      tokenCache?: {
        /** For how long at most; never beyond the token's own end. From 0 (off, the default) to 60. */
        seconds?: number;
      };
    };
  };
}
