// How much the tests try. `npm test` leaves out what takes long and rarely finds more;
// `TESTS=all npm test`, as in `.ci/run`, runs it too.

export const isThorough = process.env['TESTS'] === 'all';
