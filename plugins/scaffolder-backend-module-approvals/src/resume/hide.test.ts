import { hide } from './hide';

describe('what is taken out of a message', () => {
  it.each([
    ['a value', 'login with Tr0ub4dor failed', 'login with *** failed'],
    ['it wherever it is', 'Tr0ub4dor, Tr0ub4dor!', '***, ***!'],
    ['the longer of two first', 'Tr0ub4dor&3', '***'],
    ['it in an address', 'GET /?p=Tr0ub4dor%263', 'GET /?p=***'],
    ['it in JSON', 'bad input {"key":"one\\ntwo"}', 'bad input {"key":"***"}'],
    ['no short one', 'r is no size', 'r is no size'],
    ['nothing else', 'no room left', 'no room left'],
    ['nor breaks on half a sign', 'half', 'half'],
  ])('%s', (_, message, told) => {
    const values = ['Tr0ub4dor', 'Tr0ub4dor&3', 'one\ntwo', 'r', 'x\ud800yz'];
    expect(hide(message, values)).toBe(told);
  });
});
