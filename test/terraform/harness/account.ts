/** The account that moto's resources are in. */
export const accountId = "123456789012";

/** The region that everything is deployed to. */
export const region = "eu-west-1";
