#!/usr/bin/env node
// Checks the history from the command line: see src/verify.ts.
require('./run.cjs').run('verify', 'verifyCommand');
