using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Metering;

/// <inheritdoc/>
internal sealed class Meter : IImageMeter
{
    public async ValueTask<Metering> MeasureAsync(Stream body, CancellationToken cancellationToken)
    {
        using var reader = new ForwardReader(body, cancellationToken);
        await reader.FillAsync(FileFormat.LongestSignature).ConfigureAwait(false);
        if (FileFormat.Recognise(reader.Buffered) is not { } format)
            return await NameOtherAsync(reader).ConfigureAwait(false);
        var finding = await format.WalkAsync(reader).ConfigureAwait(false);
        return finding.As(format.Name, reader.Overran);
    }

    private static async ValueTask<Metering> NameOtherAsync(ForwardReader reader)
    {
        await reader.FillAsync(Markup.Prologue).ConfigureAwait(false);
        return OtherFormat.Recognise(reader.Buffered) is { } format
            ? Metering.Failed(ImageReason.UnsupportedFormat, format)
            : Metering.Failed(ImageReason.NotAnImage);
    }
}
