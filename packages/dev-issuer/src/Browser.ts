/** As much of a browser as a sign-in needs: follows redirects and keeps cookies, for each origin its own. */
export class Browser {
  private readonly cookies = new Map<string, Map<string, string>>();

  async visit(
    address: string,
    form?: Record<string, string>,
  ): Promise<{ url: string; body: string }> {
    let url = new URL(address);
    let body = form && new URLSearchParams(form);
    for (let hops = 0; hops < 10; hops++) {
      const response = await fetch(url, {
        method: body ? 'POST' : 'GET',
        body,
        redirect: 'manual',
        headers: { cookie: this.cookiesFor(url) },
      });
      this.keepCookies(url, response);
      const location = response.headers.get('location');
      if (!location) return { url: url.href, body: await response.text() };
      url = new URL(location, url);
      body = undefined;
    }
    throw new Error(`${address} redirects in a circle`);
  }

  private cookiesFor({ origin }: URL): string {
    return [...(this.cookies.get(origin) ?? [])]
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');
  }

  private keepCookies({ origin }: URL, response: Response): void {
    const jar = this.cookies.get(origin) ?? new Map<string, string>();
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/) ?? [];
      if (value) jar.set(name, value);
      else jar.delete(name);
    }
    this.cookies.set(origin, jar);
  }
}
