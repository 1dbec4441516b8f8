/** Who asks. Owner, teammate and team owner are of the group payments, the stranger is of search. */
const PEOPLE = [
  'owner',
  'teammate',
  'team owner',
  'stranger',
  'approver',
  'auditor',
  'admin',
] as const;

/** Everybody who asks: people, nobody, another plugin in its own name, and one that acts for a person. */
export const COLUMNS = [
  'nobody',
  ...PEOPLE,
  'service',
  'service for owner',
  'service for stranger',
] as const;

type Column = (typeof COLUMNS)[number];

/**
 * Who may what: a row per route and thing, under a policy that allows everything; in the last column what owner and
 * admin alike get under one that denies everything. A service that acts for a person gets what the person gets.
 *
 * - A number is the answer's status, `yes` any success. 409 and 400 are told to those only who may do it.
 * - Of a list: the things seen, `all` or `none` of them. Of figures: the calls counted. Of a decision: its outcome.
 * - `{name}` is a thing. `for` names the owner in the body, `on` the thing.
 *
 * Keys: `own` is the owner's; `held` too, blocked by hand; `kept` too, its value waits for them. `team` is of the group
 * payments, `app` of its component, `other` the stranger's. Each but `kept` was called once. Subscriptions: `mine` is
 * the owner's, `ours` the group's, `theirs` the stranger's; `asked`, `weAsked`, `anaAsked` and `meiAsked` are requests:
 * by the owner, by the owner for the group, by the approver, by the admin. Models: `open` and `new` to all, `guarded` by
 * approval, `secret` to the stranger's group.
 */
const MATRIX = `
| route                                                  | nobody | owner                   | teammate         | team owner       | stranger  | approver                        | auditor                 | admin                           | service | denied    |
| ------------------------------------------------------ | ------ | ----------------------- | ---------------- | ---------------- | --------- | ------------------------------- | ----------------------- | ------------------------------- | ------- | --------- |
| GET /health                                            | yes    | yes                     | yes              | yes              | yes       | yes                             | yes                     | yes                             | yes     | yes       |
| GET /openapi.json                                      | yes    | yes                     | yes              | yes              | yes       | yes                             | yes                     | yes                             | yes     | yes       |
| GET /me                                                | 401    | yes                     | yes              | yes              | yes       | yes                             | yes                     | yes                             | 403     | yes       |
| GET /freshness                                         | 401    | yes                     | yes              | yes              | yes       | yes                             | yes                     | yes                             | 403     | yes       |
| GET /catalog                                           | 401    | 403                     | 403              | 403              | 403       | 403                             | 403                     | 403                             | yes     | 403       |
| GET /models                                            | 401    | open new guarded        | open new guarded | open new guarded | all       | all                             | all                     | all                             | 403     | none      |
| GET /models/facets                                     | 401    | yes                     | yes              | yes              | yes       | yes                             | yes                     | yes                             | 403     | yes       |
| GET /models/{open}                                     | 401    | yes                     | yes              | yes              | yes       | yes                             | yes                     | yes                             | 403     | 404       |
| GET /models/{guarded}                                  | 401    | yes                     | yes              | yes              | yes       | yes                             | yes                     | yes                             | 403     | 404       |
| GET /models/{secret}                                   | 401    | 404                     | 404              | 404              | yes       | yes                             | yes                     | yes                             | 403     | 404       |
| GET /subscriptions                                     | 401    | asked mine              | none             | none             | theirs    | anaAsked                        | none                    | meiAsked                        | 403     | none      |
| GET /subscriptions?owner=all                           | 401    | asked weAsked mine ours | weAsked ours     | weAsked ours     | theirs    | all                             | all                     | all                             | 403     | none      |
| GET /subscriptions/{mine}                              | 401    | yes                     | 404              | 404              | 404       | yes                             | yes                     | yes                             | 403     | 404       |
| GET /subscriptions/{ours}                              | 401    | yes                     | yes              | yes              | 404       | yes                             | yes                     | yes                             | 403     | 404       |
| GET /subscriptions/{weAsked}                           | 401    | yes                     | yes              | yes              | 404       | yes                             | yes                     | yes                             | 403     | 404       |
| POST /subscriptions                                    | 401    | yes                     | yes              | yes              | yes       | yes                             | yes                     | yes                             | 403     | 403       |
| POST /subscriptions on {guarded}                       | 401    | 409                     | yes              | yes              | yes       | 409                             | yes                     | 409                             | 403     | 403       |
| POST /subscriptions on {secret}                        | 401    | 404                     | 404              | 404              | yes       | 403                             | 403                     | 403                             | 403     | 403       |
| POST /subscriptions for user:default/lucas.meyer       | 401    | yes                     | 403              | 403              | 403       | 403                             | 403                     | 403                             | 403     | 403       |
| POST /subscriptions for group:default/payments         | 401    | yes                     | yes              | yes              | 403       | 403                             | 403                     | 403                             | 403     | 403       |
| POST /subscriptions for component:default/checkout     | 401    | yes                     | yes              | yes              | 403       | 403                             | 403                     | 403                             | 403     | 403       |
| POST /subscriptions/{mine}/end                         | 401    | yes                     | 404              | 404              | 404       | 403                             | 403                     | yes                             | 403     | 404       |
| POST /subscriptions/{ours}/end                         | 401    | yes                     | yes              | yes              | 404       | 403                             | 403                     | yes                             | 403     | 404       |
| POST /subscriptions/{weAsked}/end                      | 401    | yes                     | yes              | yes              | 404       | 403                             | 403                     | yes                             | 403     | 404       |
| GET /approvals                                         | 401    | asked weAsked           | none             | none             | none      | asked weAsked anaAsked meiAsked | none                    | asked weAsked anaAsked meiAsked | 403     | none      |
| POST /approvals/decisions on {asked}                   | 401    | own_request             | not_found        | not_found        | not_found | denied                          | not_found               | denied                          | 403     | not_found |
| POST /approvals/decisions on {weAsked}                 | 401    | own_request             | not_found        | not_found        | not_found | denied                          | not_found               | denied                          | 403     | not_found |
| POST /approvals/decisions on {anaAsked}                | 401    | not_found               | not_found        | not_found        | not_found | own_request                     | not_found               | denied                          | 403     | not_found |
| POST /approvals/decisions on {meiAsked}                | 401    | not_found               | not_found        | not_found        | not_found | denied                          | not_found               | own_request                     | 403     | not_found |
| GET /keys                                              | 401    | own held kept           | none             | none             | other     | none                            | none                    | none                            | 403     | none      |
| GET /keys?owner=all                                    | 401    | own held kept team app  | team app         | team app         | other     | none                            | all                     | all                             | 403     | none      |
| GET /keys?owner=user:default/lucas.meyer               | 401    | own held kept           | none             | none             | none      | none                            | own held kept           | own held kept                   | 403     | none      |
| GET /keys/{own}                                        | 401    | yes                     | 404              | 404              | 404       | 404                             | yes                     | yes                             | 403     | 404       |
| GET /keys/{team}                                       | 401    | yes                     | yes              | yes              | 404       | 404                             | yes                     | yes                             | 403     | 404       |
| POST /keys                                             | 401    | yes                     | yes              | yes              | yes       | yes                             | yes                     | yes                             | 403     | 403       |
| POST /keys for user:default/lucas.meyer                | 401    | yes                     | 403              | 403              | 403       | 403                             | 403                     | 403                             | 403     | 403       |
| POST /keys for group:default/payments                  | 401    | yes                     | yes              | yes              | 403       | 403                             | 403                     | 403                             | 403     | 403       |
| POST /keys for component:default/checkout              | 401    | yes                     | yes              | yes              | 403       | 403                             | 403                     | 403                             | 403     | 403       |
| POST /keys on {secret}                                 | 401    | 404                     | 404              | 404              | 400       | 403                             | 403                     | 403                             | 403     | 403       |
| PATCH /keys/{own}                                      | 401    | yes                     | 404              | 404              | 404       | 404                             | 403                     | yes                             | 403     | 404       |
| PATCH /keys/{team}                                     | 401    | yes                     | yes              | yes              | 404       | 404                             | 403                     | yes                             | 403     | 404       |
| POST /keys/{own}/block                                 | 401    | yes                     | 404              | 404              | 404       | 404                             | 403                     | yes                             | 403     | 404       |
| POST /keys/{team}/block                                | 401    | yes                     | yes              | yes              | 404       | 404                             | 403                     | yes                             | 403     | 404       |
| POST /keys/{held}/unblock                              | 401    | yes                     | 404              | 404              | 404       | 404                             | 403                     | yes                             | 403     | 404       |
| POST /keys/{own}/replace                               | 401    | yes                     | 404              | 404              | 404       | 404                             | 403                     | 403                             | 403     | 403       |
| POST /keys/{own}/revoke                                | 401    | yes                     | 404              | 404              | 404       | 404                             | 403                     | yes                             | 403     | 404       |
| POST /keys/{team}/revoke                               | 401    | yes                     | yes              | yes              | 404       | 404                             | 403                     | yes                             | 403     | 404       |
| POST /keys/{app}/revoke                                | 401    | yes                     | yes              | yes              | 404       | 404                             | 403                     | yes                             | 403     | 404       |
| GET /keys/{kept}/delivery                              | 401    | yes                     | 404              | 404              | 404       | 404                             | yes                     | yes                             | 403     | 404       |
| POST /keys/{kept}/reveal                               | 401    | yes                     | 404              | 404              | 404       | 404                             | 403                     | 403                             | 403     | 404       |
| POST /keys/{kept}/deliver                              | 401    | 400                     | 404              | 404              | 404       | 404                             | 403                     | 403                             | 403     | 404       |
| GET /usage                                             | 401    | 2 calls                 | 0 calls          | 0 calls          | 1 calls   | 0 calls                         | 0 calls                 | 0 calls                         | 403     | 403       |
| GET /usage?owner=all                                   | 401    | 4 calls                 | 2 calls          | 2 calls          | 1 calls   | 0 calls                         | 5 calls                 | 5 calls                         | 403     | 403       |
| GET /usage?owner=all&groupBy=key                       | 401    | own held                | none             | team app         | other     | none                            | own held team app other | own held team app other         | 403     | 403       |
| GET /usage?owner=all&groupBy=person                    | 401    | 2 calls                 | 0 calls          | 2 calls          | 1 calls   | 0 calls                         | 5 calls                 | 5 calls                         | 403     | 403       |
| GET /usage?owner=group:default/payments                | 401    | 1 calls                 | 1 calls          | 1 calls          | 403       | 403                             | 1 calls                 | 1 calls                         | 403     | 403       |
| GET /usage?owner=group:default/payments&groupBy=key    | 401    | 403                     | 403              | team             | 403       | 403                             | team                    | team                            | 403     | 403       |
| GET /usage?owner=group:default/payments&groupBy=person | 401    | 403                     | 403              | 1 calls          | 403       | 403                             | 1 calls                 | 1 calls                         | 403     | 403       |
| GET /usage?owner=component:default/checkout            | 401    | 1 calls                 | 1 calls          | 1 calls          | 403       | 403                             | 1 calls                 | 1 calls                         | 403     | 403       |
| GET /usage?owner=all&keyId={own}                       | 401    | 1 calls                 | 404              | 404              | 404       | 404                             | 1 calls                 | 1 calls                         | 403     | 403       |
| GET /usage?owner=all&keyId={team}                      | 401    | 1 calls                 | 403              | 1 calls          | 404       | 404                             | 1 calls                 | 1 calls                         | 403     | 403       |
| GET /usage/requests                                    | 401    | own held                | none             | none             | other     | none                            | none                    | none                            | 403     | 403       |
| GET /usage/requests?owner=all                          | 401    | own held                | none             | team app         | other     | none                            | own held team app other | own held team app other         | 403     | 403       |
| GET /usage/requests?owner=group:default/payments       | 401    | 403                     | 403              | team             | 403       | 403                             | team                    | team                            | 403     | 403       |
| GET /usage/requests?owner=all&keyId={own}              | 401    | own                     | 404              | 404              | 404       | 404                             | own                     | own                             | 403     | 403       |
`;

/** A row: what is asked, and what each column is answered. */
export interface Row {
  question: string;
  cells: Record<Column, string>;
  denied: string;
}

/** The matrix, row by row. */
export function rowsOf(): Row[] {
  const [head, , ...lines] = MATRIX.trim()
    .split('\n')
    .map(line =>
      line
        .split('|')
        .map(cell => cell.trim())
        .slice(1, -1),
    );
  return lines.map(line => {
    const cellOf = (column: string) => line[head.indexOf(column)];
    const ofPeople = Object.fromEntries(
      PEOPLE.map(column => [column, cellOf(column)]),
    ) as Record<(typeof PEOPLE)[number], string>;
    return {
      question: cellOf('route'),
      denied: cellOf('denied'),
      cells: {
        ...ofPeople,
        nobody: cellOf('nobody'),
        service: cellOf('service'),
        'service for owner': cellOf('owner'),
        'service for stranger': cellOf('stranger'),
      },
    };
  });
}
