using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images.Fetching;

namespace RetailPulse.Grains.Images.Analysis;

/// <summary>Reports, at start, headers of the analysis service that cannot be sent. No message contains a value.</summary>
internal sealed class AnalysisHeadersValidator : IValidateOptions<AnalysisOptions>
{
    private const string List = $"{AnalysisOptions.Section}:{nameof(AnalysisOptions.Headers)}";

    public ValidateOptionsResult Validate(string? name, AnalysisOptions options)
    {
        string[] problems =
        [
            .. options.Headers.SelectMany((header, at) => RequestHeadersValidator.Problems(header.Name, header.Value, $"{List}:{at}")),
        ];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
