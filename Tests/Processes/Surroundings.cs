namespace RetailPulse.Tests.Processes;

/// <summary>What a <see cref="ProductProcess"/> finds itself in.</summary>
internal sealed record Surroundings
{
    /// <summary>A program with its arguments that becomes the process which is named behind them, such as <c>nsenter --net=…</c>.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    public IEnumerable<(string Name, string Value)> Variables { get; init; } = [];

    /// <summary>A file to which the output is appended.</summary>
    public string? Log { get; init; }
}
