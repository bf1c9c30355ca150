import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** java ValidatePdf.java FLAVOUR[,FLAVOUR] FILE...: one line a file and flavour, then its faults. */
public class ValidatePdf {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String name : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.fromString(name);
            for (int i = 1; i < arguments.length; i++) {
                try (FileInputStream file = new FileInputStream(arguments[i]);
                     PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                     PDFAValidator validator =
                         Foundries.defaultInstance().createValidator(flavour, 50, false, false, false)) {
                    ValidationResult result = validator.validate(parser);
                    System.out.println((result.isCompliant() ? "PASS " : "FAIL ")
                        + flavour.getId() + " " + arguments[i]);
                    for (TestAssertion fault : result.getTestAssertions()) {
                        System.out.println("  " + fault.getRuleId().getClause() + "-"
                            + fault.getRuleId().getTestNumber() + " " + fault.getMessage()
                            + " @ " + fault.getLocation().getContext());
                    }
                }
            }
        }
    }
}
