/** 1.108.2 holds the estimated cost of a running call against each budget it counts on. */
export class Reservations {
  private readonly held = new Map<string, number>();

  heldBy(budget: string): number {
    return this.held.get(budget) ?? 0;
  }

  hold(budget: string, amount: number): void {
    this.held.set(budget, this.heldBy(budget) + amount);
  }

  release(budget: string, amount: number): void {
    const left = this.heldBy(budget) - amount;
    if (left > 1e-12) {
      this.held.set(budget, left);
    } else {
      this.held.delete(budget);
    }
  }
}
