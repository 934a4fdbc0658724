using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Processes;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>One way to run the product, and a column of the suite's table.</summary>
/// <param name="Folder">Where its assemblies are.</param>
/// <param name="Silos">0 = the embedded role, on SQLite; else so many on PostgreSQL, with a client front end.</param>
internal sealed record Deployment(string Folder, int Silos)
{
    public string Name => Silos switch
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

    /// <summary>Of each silo, when the cluster has so many.</summary>
    public int SlotsOfEach(int slots) => slots / Math.Max(1, Silos);
}
