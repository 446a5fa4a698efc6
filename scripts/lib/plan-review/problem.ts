/** A call or a file that cannot be reviewed; its message, one sentence, is for the person who called. */
export class WrongInput extends Error {}
