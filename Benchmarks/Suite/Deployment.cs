using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Processes;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>One way to run the product, and a column of the suite's table.</summary>
/// <param name="Folder">Where its assemblies are.</param>
/// <param name="Silos">Number of silos on PostgreSQL, with a client front end; 0 for the embedded role on SQLite.</param>
internal sealed record Deployment(string Folder, int Silos)
{
    public string Name =>
        Silos switch
        {
            0 => "embedded SQLite",
            1 => "1 silo PostgreSQL",
            _ => $"{Silos} silos PostgreSQL",
        };

    /// <param name="slots">Images in flight in the whole cluster.</param>
    public ProductSetup Prepare(int slots, SleepRange sleep) =>
        new(Folder, Silos, [$"--RetailPulse:Images:Slots={SlotsOfEach(slots)}", .. sleep.Settings])
        {
            Database = Silos == 0 ? DatabaseKind.Sqlite : DatabaseKind.PostgreSql,
        };

    /// <summary>Returns the slots of each silo of a cluster.</summary>
    public int SlotsOfEach(int slots) => slots / Math.Max(1, Silos);
}
