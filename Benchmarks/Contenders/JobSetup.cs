using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Processes;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>One job, and under which circumstances it runs.</summary>
/// <param name="Slots">Images in flight per silo.</param>
/// <param name="WarmUp">Images of an earlier job in the same processes, which does not count.</param>
internal sealed record JobSetup(int Visits, int Images, ImageSizes Sizes, SleepRange Sleep, int Slots, int WarmUp, ProductSetup Product)
{
    /// <summary>Images in flight in the whole cluster, and so in the bare loop.</summary>
    public int AllSlots => Slots * Math.Max(1, Product.Silos);

    public override string ToString() => $"{Visits} visits x {Images} images of {Sizes}, sleep {Sleep}, {Slots} slots, " + Product;
}
