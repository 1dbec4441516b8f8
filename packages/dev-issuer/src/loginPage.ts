import type { Person } from './people';

const STYLE = `
  :root { color-scheme: light dark; --page: #f2f2f2; --card: #fff; --text: #151515; --quiet: #4d4d4d; --line: #c7c7c7; --accent: #06c; --hover: #f4f9ff; }
  @media (prefers-color-scheme: dark) {
    :root { --page: #151515; --card: #292929; --text: #fff; --quiet: #c7c7c7; --line: #4d4d4d; --accent: #92c5f9; --hover: #333b45; }
  }
  * { box-sizing: border-box; }
  body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 "Red Hat Text", "Helvetica Neue", Arial, sans-serif; }
  main { max-width: 60rem; margin: 0 auto; padding: 3rem 1.5rem; }
  h1 { margin: 0 0 .5rem; font-size: 1.75rem; font-weight: 500; line-height: 1.3; }
  p { margin: 0 0 2rem; color: var(--quiet); }
  form { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(17.5rem, 100%), 1fr)); }
  button { display: grid; grid-template-columns: 2.5rem 1fr auto; gap: 0 .75rem; align-items: center; min-height: 4.5rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); color: inherit; font: inherit; text-align: left; cursor: pointer; }
  button:hover { border-color: var(--accent); background: var(--hover); }
  button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  .initials { display: grid; place-items: center; width: 2.5rem; height: 2.5rem; border-radius: 50%; background: var(--page); color: var(--quiet); font-size: .875rem; }
  .name { display: block; font-weight: 500; }
  .team { display: block; color: var(--quiet); font-size: .875rem; }
  .role { padding: 0 .5rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .75rem; line-height: 1.5rem; white-space: nowrap; }
  .role[data-special] { border-color: var(--accent); color: var(--accent); }
`;

/** The page that asks which sample person signs in: one button each, posted to the page's own address. */
export function loginPage(people: Person[], client: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Sign in to ${escape(client)}</title>
  <style>${STYLE}</style>
</head>
<body>
  <main>
    <h1>Sign in to ${escape(client)}</h1>
    <p>Choose who you want to be. These are sample people of a local issuer: there are no passwords.</p>
    <form method="post">${people.map(button).join('')}
    </form>
  </main>
</body>
</html>`;
}

function button({ name, displayName, role, team }: Person): string {
  const initials = displayName
    .split(' ')
    .map(word => word.slice(0, 1))
    .join('');
  const special = role === 'Developer' ? '' : ' data-special';
  return `
      <button name="person" value="${escape(name)}">
        <span class="initials" aria-hidden="true">${escape(initials)}</span>
        <span><span class="name">${escape(displayName)}</span>
          <span class="team">${escape(team ?? name)}</span></span>
        <span class="role"${special}>${escape(role)}</span>
      </button>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
}
