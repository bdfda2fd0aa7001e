/** Mocha's build for browsers; imported for what it makes global. */
declare module 'mocha/mocha';
