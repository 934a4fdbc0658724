namespace RetailPulse.Tests.Support.Processes;

/// <summary>Reads from the system which addresses a process listens on.</summary>
internal static class Sockets
{
    /// <summary>Returns addresses with ports, in order.</summary>
    public static async Task<IEnumerable<string>> ListeningAsync(ProductProcess process) =>
        (await Command.RunAsync("ss", "-Hltnp"))
            .Split('\n')
            .Where(line => line.Contains($"pid={process.Id},", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3])
            .Order();
}
