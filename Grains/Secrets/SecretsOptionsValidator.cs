using Microsoft.Extensions.Options;

namespace RetailPulse.Grains.Secrets;

/// <summary>Validates the key file at start.</summary>
internal sealed class SecretsOptionsValidator : IValidateOptions<SecretsOptions>
{
    public ValidateOptionsResult Validate(string? name, SecretsOptions options)
    {
        try
        {
            SecretCipher.Read(options);
            return ValidateOptionsResult.Success;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return ValidateOptionsResult.Fail(
                $"{SecretsOptions.Section}:{nameof(SecretsOptions.KeyFile)} '{options.KeyFile}' cannot be used: {exception.Message}."
            );
        }
    }
}
