namespace RetailPulse.Cli.Input;

/// <summary>What a job has besides its visits.</summary>
internal sealed record JobHead(string? CallbackUrl = null, string? Label = null, IReadOnlyDictionary<string, string>? Metadata = null)
{
    public static JobHead None { get; } = new();
}
