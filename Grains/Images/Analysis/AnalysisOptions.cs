using System.ComponentModel.DataAnnotations;

namespace RetailPulse.Grains.Images.Analysis;

/// <summary>The <c>RetailPulse:Analysis</c> settings: the service that analyzes measured images.</summary>
public sealed class AnalysisOptions : IValidatableObject
{
    public const string Section = "RetailPulse:Analysis";

    /// <summary>
    /// URL to which each measured image is posted. Default: none, and a sleep of <see cref="GpuOptions"/> takes the place of the analysis.
    /// </summary>
    public string? Endpoint { get; set; }

    /// <summary>Maximum time for the service to respond to one request, connection included, 100 ms to 10 minutes. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Maximum number of images that a silo has analyzed at once, 1 to 10,000. Default: 64.</summary>
    [Range(1, 10_000)]
    public int MaxRequests { get; set; } = 64;

    /// <summary>
    /// Maximum number of requests per analysis, 1 to 10, without those while the service is away. Default: 3.
    /// </summary>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Header fields of every request, such as <c>Authorization</c>. Default: none.</summary>
    public IReadOnlyList<AnalysisHeaderOptions> Headers { get; set; } = [];

    /// <summary>The endpoint; <see langword="null"/> if there is none.</summary>
    internal Uri? Address => string.IsNullOrEmpty(Endpoint) ? null : new Uri(Endpoint);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (
            !string.IsNullOrEmpty(Endpoint)
            && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", UserInfo: "", Fragment: "" })
        )
            yield return new ValidationResult(
                $"{Section}:{nameof(Endpoint)} must be an absolute http or https URL without user info, such as https://analysis.example.com/v1/images; put credentials in {Section}:{nameof(Headers)}."
            );
    }
}
