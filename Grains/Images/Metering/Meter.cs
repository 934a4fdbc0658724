using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Metering;

/// <inheritdoc/>
internal sealed class Meter : IImageMeter
{
    public async ValueTask<MeterResult> MeasureAsync(Stream body, CancellationToken cancellationToken)
    {
        using var reader = new ForwardReader(body, cancellationToken);
        await reader.FillAsync(FileFormat.MaxSignatureLength).ConfigureAwait(false);
        if (FileFormat.Recognize(reader.Buffered) is not { } format)
            return await NameOtherAsync(reader).ConfigureAwait(false);
        var finding = await format.WalkAsync(reader).ConfigureAwait(false);
        return finding.As(format.Name, reader.Overran);
    }

    private static async ValueTask<MeterResult> NameOtherAsync(ForwardReader reader)
    {
        await reader.FillAsync(Markup.Prologue).ConfigureAwait(false);
        return OtherFormat.Recognize(reader.Buffered) is { } format
            ? MeterResult.Failed(ImageReason.UnsupportedFormat, format)
            : MeterResult.Failed(ImageReason.NotAnImage);
    }
}
