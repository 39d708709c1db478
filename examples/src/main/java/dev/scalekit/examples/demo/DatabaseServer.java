package dev.scalekit.examples.demo;

/** A server of the database, as the picture has it. */
interface DatabaseServer extends Component {
    Database database();
}
