export const signInTexts = {
  title: 'Sign in',
  again: 'Your session has ended',
  againHint: 'Sign in again to go on. What you have typed is still there.',
  user: 'User',
  password: 'Password',
  submit: 'Sign in',
  userMissing: 'Say who you are.',
  passwordMissing: 'The password is missing.',
  byLink: 'Signing in by the link …',
  linkFailed: 'The link does not sign in any more',
  help: 'No password yet, or lost it?',
  helpText: 'On the machine that Tocsin runs on, either of these helps:',
  commands: [
    ['bin/tocsin.js user link admin', 'prints a link that signs you in once'],
    ['bin/tocsin.js user password admin', 'sets another password'],
  ],
} as const;
